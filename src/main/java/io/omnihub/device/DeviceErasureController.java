package io.omnihub.device;

import io.omnihub.identity.Caller;
import io.omnihub.message.ContactId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Erases the devices of contacts.
@RestController
@RequestMapping("/api/v1/contacts/{id}/devices")
@Tag(name = "Contacts")
final class DeviceErasureController {

    private final DeviceErasure erasure;

    DeviceErasureController(DeviceErasure erasure) {
        this.erasure = erasure;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Erases a contact's devices for good",
            description = "With what apps and pages told of themselves, in all inboxes in which the contact is known."
                    + " None of the devices is woken any more. An app that is opened again registers and tells anew.")
    void erase(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        ContactId contact;
        try {
            contact = new ContactId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        if (!erasure.erase(caller.tenant(), contact, caller.who())) {
            throw ProblemException.notFound();
        }
    }
}
