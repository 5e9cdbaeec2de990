package io.tallyspan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {

    private record Key(String name) {}

    private final WeakIdentityMap<Key, String> map = new WeakIdentityMap<>();

    @Test
    void equalKeysAreDifferentKeys() {
        Key one = new Key("same");
        Key other = new Key("same");
        map.put(one, "one");
        map.put(other, "other");

        assertThat(map.get(one)).isEqualTo("one");
        assertThat(map.get(other)).isEqualTo("other");
        assertThat(map.get(new Key("same"))).isNull();
    }

    @Test
    void aKeyPutTwiceHasItsLastValue() {
        Key key = new Key("key");
        map.put(key, "first");
        map.put(key, "second");

        assertThat(map.get(key)).isEqualTo("second");
        assertThat(map.size()).isEqualTo(1);
        assertThat(map.remove(key)).isEqualTo("second");
        assertThat(map.remove(key)).isNull();
        assertThat(map.size()).isZero();
    }

    @Test
    void entriesGoWithTheirKeys() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            map.put(new Key("key" + i), "value");
        }
        Key kept = new Key("kept");
        for (int i = 0; i < 200 && map.size() > 1; i++) {
            System.gc();
            Thread.sleep(10);
            map.put(kept, "value");
        }

        assertThat(map.size()).isEqualTo(1);
        assertThat(map.get(kept)).isEqualTo("value");
    }
}
