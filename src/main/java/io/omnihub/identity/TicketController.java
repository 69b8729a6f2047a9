package io.omnihub.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Gives out tickets for the WebSocket.
@RestController
@RequestMapping("/api/v1/tickets")
@Tag(name = "Live")
final class TicketController {

    private final Tickets tickets;

    TicketController(Tickets tickets) {
        this.tickets = tickets;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Gives a ticket for the WebSocket",
            description = "Good for one `hello` within 30 seconds, on any node.")
    Ticket create(@AuthenticationPrincipal Caller caller) {
        Tickets.Issued issued = tickets.create(caller);
        return new Ticket(issued.ticket(), issued.expires());
    }

    /// A ticket.
    record Ticket(String ticket, Instant expires) {

        @Override
        public String toString() {
            return "Ticket[" + expires + "]";
        }
    }
}
