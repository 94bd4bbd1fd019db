package dev.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user sees are types of the JDK and exported types of Holdfast. */
class PublicSignaturesTest {
    /** The types from outside: an application hands its own client over, or where its credentials come from. */
    private static final Set<String> HANDED_OVER = Set.of(
            "software.amazon.awssdk.services.s3.S3Client",
            "software.amazon.awssdk.auth.credentials.AwsCredentialsProvider");

    private final Set<String> exported = CodeBase.exportedPackages();

    @Test
    void exportedSignaturesUseTypesThatAUserHas() {
        assertThat(exported).contains("dev.holdfast.api", "dev.holdfast.pgp");
        assertThat(CodeBase.library().stream()
                        .filter(this::isExported)
                        .flatMap(this::strangers)
                        .sorted())
                .isEmpty();
    }

    private Stream<String> strangers(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<String> strangeParents =
                strange(parents).map(stranger -> type.getFullName() + " extends or implements " + stranger);
        Stream<String> strangeMembers = type.getMembers().stream()
                .filter(PublicSignaturesTest::isVisible)
                .flatMap(member -> strange(types(member)).map(stranger -> member.getFullName() + " uses " + stranger));
        return Stream.concat(strangeParents, strangeMembers);
    }

    private Stream<String> strange(Stream<JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .distinct()
                .filter(type -> !isKnown(type))
                .map(JavaClass::getFullName);
    }

    private boolean isKnown(JavaClass type) {
        return type.isPrimitive()
                || type.getPackageName().startsWith("java.")
                || HANDED_OVER.contains(type.getFullName())
                || isExported(type);
    }

    private boolean isExported(JavaClass type) {
        return exported.contains(type.getPackageName())
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(this::isExported).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(code.getReturnType()),
                        code.getParameterTypes().stream(),
                        code.getTypeParameters().stream(),
                        code.getExceptionTypes().stream())
                .flatMap(part -> part);
    }
}
