package io.omnihub.store;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// What is taken from the permissions of every file that the process makes, whichever library makes it. Java can't set
/// it, the system's `umask` can.
final class Umask {

    private static final int OTHERS = 0077;

    private Umask() {}

    /// From now on only the own account may read and write what the process makes. A system without it, as Windows, has
    /// rights of other kinds.
    @SuppressWarnings("restricted")
    static void closeToOthers() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> umask = linker.defaultLookup().find("umask");
        if (umask.isEmpty()) {
            return;
        }
        MethodHandle call =
                linker.downcallHandle(umask.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) call.invokeExact(OTHERS);
        } catch (Throwable e) {
            throw new IllegalStateException("The process can't close its files to other accounts", e);
        }
    }
}
