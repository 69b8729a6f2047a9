package io.omnihub.route;

import java.util.List;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/// A file whose routes Camel has.
///
/// @param templates      it gave to Camel
/// @param configurations it gave to Camel
record Active(
        RouteFile file, List<RouteTemplateDefinition> templates, List<RouteConfigurationDefinition> configurations) {

    List<String> routes() {
        return file.parts().routes();
    }
}
