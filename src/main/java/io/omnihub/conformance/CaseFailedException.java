package io.omnihub.conformance;

/// A case found something else than it should. The message tells both.
public final class CaseFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CaseFailedException(String expected, Object seen) {
        super("expected " + expected + ", seen " + shortened(seen));
    }

    private static String shortened(Object seen) {
        String told = String.valueOf(seen);
        return told.length() > MOST ? told.substring(0, MOST) + " …" : told;
    }

    private static final int MOST = 500;
}
