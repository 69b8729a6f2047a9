package io.omnihub.client;

/// Told while a file goes to the hub, by the thread that uploads it.
public interface UploadProgress {

    /// @param done bytes that were sent
    /// @param all  bytes of the file
    void sent(long done, long all);
}
