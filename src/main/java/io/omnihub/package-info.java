/** The hub's application class; the rooms are the packages below. */
@NullMarked
package io.omnihub;

import org.jspecify.annotations.NullMarked;
