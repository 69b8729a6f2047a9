package io.omnihub.route;

import java.util.List;

/// What an operator sees of the route files, and can do with them.
public interface RouteMXBean {

    /// Each file with what became of it.
    List<String> getFiles();

    /// Why files, or versions of them, do not run.
    List<String> getFindings();

    /// The long files that routes read row by row, and those that were cut short, with how far they are.
    List<String> getLongFiles();

    /// What would be wrong with a file of that name and text, with the others as they run; nothing where all is well.
    List<String> check(String file, String text);

    /// Runs a file on its samples; tells what differs, or nothing where all is well.
    List<String> attempt(String file);

    /// The versions of a file that were in operation, the newest first.
    List<String> versions(String file);

    /// Brings a former version back into operation; tells what is wrong with it, or nothing where it runs.
    List<String> rollBack(String file, long version);

    /// Ends, on all nodes, a file that does not lie in this node's folder; tells what became of it.
    String remove(String file);

    /// Brings what lies in the folder into operation now, not only at the next moment; tells what is wrong.
    List<String> activate();
}
