package io.omnihub.cluster;

import org.apache.camel.Exchange;

/// The term in which an exchange of a `master:` route was begun.
public final class Lead {

    private static final String PROPERTY = "OmniHubLead";

    private final LeaderView view;
    private final long term;

    private Lead(LeaderView view, long term) {
        this.view = view;
        this.term = term;
    }

    /// Marks an exchange as one of the term that is on.
    ///
    /// @return whether this node may act on it
    static boolean begin(Exchange exchange, LeaderView view) {
        Lead lead = new Lead(view, view.term());
        exchange.setProperty(PROPERTY, lead);
        return lead.lasts();
    }

    /// Refuses what this node must not go on with, since it leads no more: another node may be at it.
    ///
    /// @throws LeadLostException where the exchange is of a term that has ended
    public static void require(Exchange exchange) {
        Lead lead = exchange.getProperty(PROPERTY, Lead.class);
        if (lead != null && !lead.lasts()) {
            throw lead.lost();
        }
    }

    private boolean lasts() {
        return view.lasts(term);
    }

    private LeadLostException lost() {
        return new LeadLostException(view.getNamespace());
    }
}
