package dev.holdfast.core;

import dev.holdfast.api.error.ConfigurationException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Providers of a service: those that stand beside this library, then those that the current thread sees. A thread of a
 * common pool often sees none, for its class loader is not the application's; in an application server it may see
 * another copy of this library.
 */
final class Services {

    private Services() {}

    /**
     * The first that fits.
     *
     * @param fits may be asked of one twice
     * @throws ConfigurationException if a provider before it cannot be loaded
     */
    static <S> Optional<S> find(Class<S> service, Predicate<S> fits) {
        try {
            return Stream.of(ServiceLoader.load(service, Services.class.getClassLoader()), ServiceLoader.load(service))
                    .flatMap(ServiceLoader::stream)
                    .map(ServiceLoader.Provider::get)
                    .filter(fits)
                    .findFirst();
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException(
                    "a service on the class or module path cannot be used: " + e.getMessage(), e);
        }
    }
}
