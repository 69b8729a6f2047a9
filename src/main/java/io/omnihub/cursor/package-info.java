/// Sources that are fetched page by page: how far each has been taken in is kept in the database, and moves only behind
/// what the hub has kept. Routes name it `cursor:<name>`, and `table:<name>` where the source is a table in somebody
/// else's database.
@NullMarked
@ApplicationModule(allowedDependencies = {"channel", "channel::http", "loop", "message", "store"})
package io.omnihub.cursor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
