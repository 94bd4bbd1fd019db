package dev.holdfast.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ObjectKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PartTest {

    @Property(tries = 20)
    void everyVolumeIsOfOnePartAndEachPartHasItsShare(@ForAll @IntRange(min = 1, max = 60) int of) {
        int[] volumes = new int[of];
        for (int i = 0; i < 100 * of; i++) {
            ObjectKey volume = ObjectKey.of(String.format("data/20261127T163057Z-eba0d4b4208d/%06d", i));
            int parts = 0;
            for (int number = 1; number <= of; number++) {
                if (new VerificationPlan.Part(number, of).has(volume)) {
                    volumes[number - 1]++;
                    parts++;
                }
            }
            assertThat(parts).isEqualTo(1);
        }
        for (int share : volumes) {
            assertThat(share).isBetween(50, 150);
        }
    }
}
