package io.omnihub.operations;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jolokia.server.core.http.AgentServlet;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/// Jolokia behind the hub's own login: Hawtio reads and calls MBeans through it. It begins with its first request.
///
/// MBeans show the machinery of all tenants, so only those who run the installation may use it: the table of
/// permissions says so.
final class JolokiaServlet extends AgentServlet {

    private static final long serialVersionUID = 1L;
    private static final byte[] HERE = "{\"value\":{\"agent\":\"omnihub\"}}".getBytes(StandardCharsets.UTF_8);

    JolokiaServlet() {
        super(new OperatorsPolicy());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("GET")) {
            // All that Hawtio asks so is whether it is there.
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(HERE);
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader(HttpHeaders.ALLOW, "POST");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            super.service(request, response);
        }
    }
}
