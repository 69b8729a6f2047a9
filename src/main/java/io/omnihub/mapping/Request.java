package io.omnihub.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a platform is to be told.
///
/// @param call        which of its calls, such as a path; empty where it has only one
/// @param method      of HTTP
/// @param contentType of the body; empty where there is none
/// @param headers     further ones
/// @param body        the bytes, where it is no form with a file
/// @param form        the form with a file; null where there is none
@SuppressWarnings("ArrayRecordComponent")
record Request(
        String call,
        String method,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable FileForm form) {}
