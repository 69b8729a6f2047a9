package io.omnihub.console;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Answers the addresses of screens with the one page that shows them; a missing file stays missing.
final class SinglePageResolver extends PathResourceResolver {

    private static final String PAGE = "index.html";

    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
        boolean file = path.substring(path.lastIndexOf('/') + 1).contains(".");
        return super.getResource(file ? path : PAGE, location);
    }
}
