package io.omnihub.simulator.wechat;

/// How the platform pushes, as chosen in its console.
public enum PushMode {
    PLAIN,
    COMPATIBLE,
    SAFE
}
