package io.omnihub.cluster;

import io.omnihub.loop.Trouble;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.StartupListener;
import org.apache.camel.Suspendable;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Takes from the endpoint within while this node leads, and lets pass only what it took in a term that goes on.
final class MasterConsumer extends DefaultConsumer
        implements CamelClusterEventListener.Leadership, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(MasterConsumer.class);

    private final MasterEndpoint endpoint;
    private final Trouble trouble;
    private @Nullable LeaderView view;
    private @Nullable Consumer taking;
    private boolean wanted;

    MasterConsumer(MasterEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.trouble = new Trouble(LOG, "Taking from " + endpoint.getEndpoint());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        want(true);
        view = (LeaderView) endpoint.service().getView(endpoint.name());
        view.addEventListener(this);
    }

    @Override
    protected void doSuspend() {
        want(false);
        ServiceHelper.suspendService(taking());
    }

    @Override
    protected void doResume() {
        want(true);
        ServiceHelper.resumeService(taking());
    }

    @Override
    protected void doStop() throws Exception {
        want(false);
        LeaderView left = view;
        if (left != null) {
            left.removeEventListener(this);
        }
        end();
        if (left != null) {
            view = null;
            endpoint.service().releaseView(left);
        }
        super.doStop();
    }

    /// Else what is in hand would be broken off, and given again, where many are taken together.
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return taking() instanceof ShutdownAware aware && aware.deferShutdown(task);
    }

    @Override
    public int getPendingExchangesSize() {
        return taking() instanceof ShutdownAware aware ? aware.getPendingExchangesSize() : 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (taking() instanceof ShutdownAware aware) {
            aware.prepareShutdown(suspendOnly, forced);
        }
    }

    private synchronized void want(boolean wish) {
        wanted = wish;
    }

    private synchronized @Nullable Consumer taking() {
        return taking;
    }

    @Override
    public void leadershipChanged(CamelClusterView told, @Nullable CamelClusterMember leader) {
        if (told.getLocalMember().isLeader()) {
            try {
                begin((LeaderView) told);
                trouble.worked();
            } catch (Exception e) {
                end();
                trouble.failed(
                        Level.WARN, "Nothing is taken from " + endpoint.getEndpoint() + ": it can't be begun", e);
            }
        } else {
            end();
        }
    }

    private synchronized void begin(LeaderView leads) throws Exception {
        if (!wanted || taking != null) {
            return;
        }
        Consumer consumer = endpoint.getEndpoint().createConsumer(guarded(leads));
        taking = consumer;
        if (consumer instanceof RouteIdAware aware) {
            aware.setRouteId(getRouteId());
        }
        if (consumer instanceof StartupListener listener) {
            endpoint.getCamelContext().addStartupListener(listener);
        }
        ServiceHelper.startService(endpoint.getEndpoint(), consumer);
    }

    private synchronized void end() {
        ServiceHelper.stopAndShutdownServices(taking);
        taking = null;
    }

    /// What the endpoint within gives while this node does not lead goes back, as what a route fails on.
    private Processor guarded(LeaderView leads) {
        return new DelegateAsyncProcessor(getAsyncProcessor()) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (Lead.begin(exchange, leads)) {
                    return super.process(exchange, callback);
                }
                try {
                    // Nobody else would tell the endpoint how it ended.
                    createUoW(exchange);
                    exchange.setException(new LeadLostException(endpoint.name()));
                    doneUoW(exchange);
                } catch (Exception e) {
                    exchange.setException(e);
                }
                callback.done(true);
                return true;
            }
        };
    }
}
