package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A second OpenPGP program, which few have installed, reads what we write. */
class SequoiaInteropTest {

    @Test
    void sequoiaOpensABlock() {
        Gnupg.assumeInstalled("sq");
        OpenPgpKeyPair pair = TestKeys.generate(null);
        byte[] content = Blocks.content(70_000);
        byte[] block = Blocks.seal(
                OpenPgpCipher.builder().recipient(pair.certificate()).build(), content);
        try (Gnupg directory = Gnupg.start()) {
            byte[] opened = directory.run(List.of(
                    "sq",
                    "decrypt",
                    "--recipient-key",
                    directory.write("secret.asc", pair.secretKey()).toString(),
                    directory.write("block", block).toString()));
            assertThat(opened).isEqualTo(content);
        }
    }
}
