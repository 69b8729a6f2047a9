package io.omnihub;

import java.lang.reflect.InvocationTargetException;

/// The jar's entry: starts the hub where Java is new enough, and else says what is needed. So it is compiled for an old
/// one, and names the hub by its name only.
public final class Launch {

    private static final int NEEDED = 25;

    private Launch() {}

    public static void main(String[] arguments) throws Throwable {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("OmniHub needs Java " + NEEDED + " or later, and " + System.getProperty("java.home")
                    + " is Java " + found + ".");
            System.exit(1);
        }
        try {
            Class.forName("io.omnihub.OmniHub")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
