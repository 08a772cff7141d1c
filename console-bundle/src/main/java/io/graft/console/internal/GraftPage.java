package io.graft.console.internal;

import io.graft.rest.GatewayApi;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The web console's page of the gateway. What the page shows and does goes through the gateway's own REST API, which is
 * served below the page for that: behind the console's login, and for requests of the console's own pages only.
 */
@Component(
        service = Servlet.class,
        property = {
            ServletConstants.PLUGIN_LABEL + "=" + GraftPage.LABEL,
            ServletConstants.PLUGIN_TITLE + "=Graft",
            ServletConstants.PLUGIN_CSS_REFERENCES + "=/" + GraftPage.LABEL + "/res/graft.css"
        })
public final class GraftPage extends AbstractServlet {
    static final String LABEL = "graft";

    private static final long serialVersionUID = 1L;
    private static final String API = "/api/v3/";

    private final transient GatewayApi api;

    /** Called by the framework. */
    @Activate
    public GraftPage(@Reference GatewayApi api) {
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int from = String.valueOf(request.getAttribute(ServletConstants.ATTR_PLUGIN_ROOT))
                .length();
        if (request.getRequestURI().startsWith(API, from)) {
            api.serve(request, response, from);
        } else {
            super.service(request, response);
        }
    }

    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(readTemplateFile("/graft.html"));
    }
}
