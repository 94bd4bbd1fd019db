package dev.holdfast.s3;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a storage whose server answers as each test tells it to. */
abstract class AgainstScriptedServer {

    ScriptedServer server;
    S3Storage storage;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        storage = server.storage().build();
    }

    @AfterEach
    void stop() {
        storage.close();
        server.close();
    }
}
