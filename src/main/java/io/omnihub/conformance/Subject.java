package io.omnihub.conformance;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A channel under test: a hub that has it, and its platform, which calls and is called.
///
/// What the channel or its platform has not throws a [NotApplicableException].
public interface Subject {

    HubTalk hub();

    String channel();

    /// The one that the platform calls.
    String inbox();

    /// Somebody new, by the thread of his conversation.
    String newCustomer();

    /// A text as the platform would say it now.
    ///
    /// @param id a whole number, by which the platform knows the message; letters may stand before it
    Call text(String customer, String id, String text);

    /// One call of each further kind that people send, by the type of the part that it becomes, to be made in this
    /// order. Their files lie on the platform.
    Map<String, Supplier<Answered>> kinds(String customer);

    /// A message of a type that nobody has heard of.
    Call unknown(String customer);

    /// A genuine call that can't be understood.
    Call malformed();

    /// Calls that prove nothing, by what is wrong with them.
    Map<String, Call> untrusted(String customer);

    /// How the platform tries whether the address is the hub's, and calls that only look so.
    List<Trial> trials();

    /// Calls that say nothing new, such as those about our own messages.
    List<Call> ignored(String customer);

    /// Makes a call once.
    Answered deliver(Call call);

    /// Has the next call that sends a message fail.
    void failsNext(Failure failure);

    /// The code by which the platform refuses for good.
    String refusal();

    /// Which of these texts reached the customer, in the order in which they did; one that came twice is there twice.
    List<String> reached(String customer, List<String> texts);

    /// A file of each kind that the channel sends, by that kind, which the platform takes.
    Map<String, byte[]> files();

    /// Which of these texts reached the customer, with the kind of the file where its bytes came whole.
    List<String> reached(String customer, List<String> texts, String kind, byte[] file);
}
