package dev.holdfast.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.s3.ManualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

class CallsTest {

    private final List<String> warnings = new ArrayList<>();
    private final Calls calls = new Calls(
            new Pace(new ManualTime(), new Random(1)), new Failures("eu-central-1", null, null), warnings::add);
    private final Operation listing = new Operation(
            "list", "s3:ListBucket", "arn:aws:s3:::backups", "s3://backups/laptop", "s3://backups/laptop", null);

    /** Whoever watches shall not wonder for minutes; and not be told more often than is of use. */
    @Test
    void aStormIsToldOfWhileItLasts() {
        assertThatThrownBy(() -> calls.run(listing, CallsTest::slowDown)).isInstanceOf(IOException.class);

        assertThat(warnings).hasSizeBetween(2, 8);
        assertThat(warnings.get(0)).contains("list s3://backups/laptop", "SlowDown", "refused 3 of at most 11 times");
    }

    @Test
    void aSingleRefusalIsNot() throws IOException {
        int[] tries = new int[1];
        calls.run(listing, () -> tries[0]++ == 0 ? slowDown() : "answer");

        assertThat(warnings).isEmpty();
    }

    private static String slowDown() {
        throw S3Exception.builder()
                .statusCode(503)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("SlowDown").build())
                .build();
    }
}
