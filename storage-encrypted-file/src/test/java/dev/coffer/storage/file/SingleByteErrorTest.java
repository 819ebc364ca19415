package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SingleByteErrorTest {

  private static List<String> find(byte[] damaged, int rightChecksum) {
    List<String> found = new ArrayList<>();
    SingleByteError.find(
        damaged.length, rightChecksum ^ Checksum.of(damaged), (position, difference) -> {
          found.add(position + " by " + difference);
          return false;
        });
    return found;
  }

  @Test
  void everyChangeOfEveryByteIsFound() {
    byte[] body = new byte[700];
    new Random(5).nextBytes(body);
    int right = Checksum.of(body);
    for (int position = 0; position < body.length; position++) {
      for (int difference = 1; difference < 256; difference += 7) {
        byte[] damaged = body.clone();
        damaged[position] ^= (byte) difference;

        assertThat(find(damaged, right)).contains(position + " by " + difference);
      }
    }
  }

  @Test
  void damageToManyBytesIsHardlyEverTakenForDamageToOne() {
    Random random = new Random(6);
    int mistaken = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] body = new byte[300];
      random.nextBytes(body);
      int right = Checksum.of(body);
      random.nextBytes(body);
      mistaken += find(body, right).size();
    }
    assertThat(mistaken).isLessThan(3);
  }
}
