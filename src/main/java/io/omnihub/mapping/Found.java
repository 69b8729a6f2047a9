package io.omnihub.mapping;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.InboundEvent;
import java.util.ArrayList;
import java.util.List;

/// What an input was found to hold, in order.
record Found(List<InboundEvent> events, List<BusinessRecord> records) {

    Found() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    int size() {
        return events.size() + records.size();
    }
}
