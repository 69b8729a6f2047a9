/// Feishu's platform, as strict as the real one and stricter.
@NullMarked
package io.omnihub.simulator.feishu;

import org.jspecify.annotations.NullMarked;
