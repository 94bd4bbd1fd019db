package dev.holdfast.testkit.relay;

import java.time.Duration;

/**
 * What a relay does with a request. Immutable.
 *
 * @param delay before anything else happens
 * @param status of the relay's own answer, instead of passing the request on; 0 to pass it on
 * @param answer the body of that answer
 * @param cutRequestAfter closes both connections after so many bytes of the request's body were passed on; -1 not to
 * @param cutAnswerAfter closes the connection after so many bytes of the answer's body were passed back; -1 not to
 * @param answerIsLost lets the server do what was asked, and closes the connection instead of answering
 */
public record Effect(
        Duration delay, int status, String answer, long cutRequestAfter, long cutAnswerAfter, boolean answerIsLost) {

    /** Passes the request on, and the answer back. */
    public static final Effect NONE = new Effect(Duration.ZERO, 0, "", -1, -1, false);

    /** As {@link #NONE}, later. */
    public static Effect delay(Duration delay) {
        return new Effect(delay, 0, "", -1, -1, false);
    }

    /** Answers with an error as S3 writes it. */
    public static Effect error(int status, String code, String message) {
        return answer(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>R7</RequestId></Error>");
    }

    public static Effect answer(int status, String body) {
        return new Effect(Duration.ZERO, status, body, -1, -1, false);
    }

    public static Effect cutRequestAfter(long bytes) {
        return new Effect(Duration.ZERO, 0, "", bytes, -1, false);
    }

    public static Effect cutAnswerAfter(long bytes) {
        return new Effect(Duration.ZERO, 0, "", -1, bytes, false);
    }

    public static Effect loseAnswer() {
        return new Effect(Duration.ZERO, 0, "", -1, -1, true);
    }

    /** The same, later. */
    public Effect after(Duration wait) {
        return new Effect(wait, status, answer, cutRequestAfter, cutAnswerAfter, answerIsLost);
    }
}
