package dev.holdfast.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class FirstFailureTest {

    @Test
    void onlyTheFirstFailureIsAWarning() {
        List<String> levels = new ArrayList<>();
        Logger log = (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (self, method, arguments) -> {
                    levels.add(method.getName());
                    return null;
                });
        FirstFailure failures = new FirstFailure();
        for (String file : List.of("a", "b", "c")) {
            failures.tell(log, "cannot keep " + file, new AccessDeniedException(file));
        }
        assertThat(levels).containsExactly("warn", "debug", "debug");
    }
}
