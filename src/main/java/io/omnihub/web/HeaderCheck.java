package io.omnihub.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a `Content-Type` that says nothing of the body, being malformed or of any type, and forms, which no path
/// takes and which would be read as parameters.
final class HeaderCheck implements HandlerInterceptor {

    private static final List<MediaType> FORMS =
            List.of(MediaType.APPLICATION_FORM_URLENCODED, MediaType.valueOf("multipart/*"));

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotSupportedException {
        @Nullable String type = request.getContentType();
        if (type != null && !isTaken(type)) {
            throw new HttpMediaTypeNotSupportedException("The type of the body must be a concrete one, and no form.");
        }
        return true;
    }

    private static boolean isTaken(String type) {
        try {
            MediaType parsed = MediaType.parseMediaType(type);
            return parsed.isConcrete() && FORMS.stream().noneMatch(form -> form.includes(parsed));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }
}
