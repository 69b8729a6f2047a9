package io.omnihub.cursor;

import java.util.Optional;
import org.apache.camel.Exchange;

/// What is taken in page by page.
interface PageSource {

    /// Begins a page.
    ///
    /// @param exchange what its route will get
    /// @param position behind which it begins; empty where nothing was taken yet
    /// @throws Exception where it can't be had just now
    Turn begin(Exchange exchange, Optional<String> position) throws Exception;

    /// Nobody asks for pages any more, on this node or for now.
    default void end() {}

    /// A page on its way.
    interface Turn {

        /// Whether it holds anything for the route.
        boolean isFilled();

        /// The route has taken all of it.
        ///
        /// @return the position behind it; empty where it said nothing
        Optional<String> taken();

        /// Whether another page is to be asked for at once, once it was taken.
        boolean goesOn();
    }
}
