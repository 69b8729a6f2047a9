package io.omnihub.delivery;

import io.omnihub.errand.Called;
import io.omnihub.message.PlatformCall;

/// How the ledger writes how far a delivery has come.
final class Progress {

    private Progress() {}

    static String write(PlatformCall call) {
        return call.piece() + " " + call.reached() + " " + call.said();
    }

    static PlatformCall read(Called call) {
        String[] numbers = call.progress().split(" ", -1);
        return new PlatformCall(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                call.result());
    }
}
