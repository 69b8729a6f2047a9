/// What any simulated platform has: an API that is read strictly, faults to come, tokens, files, and pushes that come
/// again. What a platform is like is told in a package of its own.
@NullMarked
package io.omnihub.simulator.platform;

import org.jspecify.annotations.NullMarked;
