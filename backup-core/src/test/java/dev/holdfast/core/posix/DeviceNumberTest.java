package dev.holdfast.core.posix;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceNumberTest {

    @Property
    void everyNumberComesBack(@ForAll int major, @ForAll int minor) {
        DeviceNumber number = new DeviceNumber(major, minor);
        assertThat(DeviceNumber.ofLinux(number.toLinux())).isEqualTo(number);
    }

    @Test
    void smallNumbersStandAsTheyAlwaysDid() {
        assertThat(new DeviceNumber(1, 3).toLinux()).isEqualTo(0x103);
        assertThat(DeviceNumber.ofLinux(0x103)).hasToString("1:3");
    }
}
