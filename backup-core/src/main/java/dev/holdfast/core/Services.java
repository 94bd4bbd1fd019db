package dev.holdfast.core;

import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Providers of a service: those that the current thread sees, then those that stand beside this library. A thread of a common
 * pool often sees none, for its class loader is not the application's.
 */
final class Services {

    private Services() {}

    /** Lazily; one may come twice. */
    static <S> Stream<S> of(Class<S> service) {
        return Stream.of(ServiceLoader.load(service), ServiceLoader.load(service, Services.class.getClassLoader()))
                .flatMap(ServiceLoader::stream)
                .map(ServiceLoader.Provider::get);
    }
}
