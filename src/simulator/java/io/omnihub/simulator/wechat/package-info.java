/// WeChat's platform, as strict as the real one and stricter.
@NullMarked
package io.omnihub.simulator.wechat;

import org.jspecify.annotations.NullMarked;
