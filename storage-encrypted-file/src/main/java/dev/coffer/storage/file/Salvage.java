package dev.coffer.storage.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a damaged log for what is intact in it. Nothing is repaired: where damage leaves enough to
 * prove by the MAC which entries it hit, they alone are in doubt; where it does not, something is
 * lost, and all that could have been changed by it is in doubt.
 */
final class Salvage {

  private static final int NO_CHANGE = -1;

  private final LogInput in;
  private final ChainMac chain;
  private final long contentEnd;
  private final SalvagedRecords records = new SalvagedRecords();
  private final List<String> findings = new ArrayList<>();

  private long at;
  private byte[] lastMac;
  private long lastSequence;

  /** Of all frames that proved their place; what is not higher was there before. */
  private long highestSequence;

  private Salvage(LogInput in, LogHeader header, ChainMac chain) throws IOException {
    this.in = in;
    this.chain = chain;
    this.at = header.length();
    this.contentEnd = in.contentEnd(at);
    this.lastMac = chain.ofHeader(header);
  }

  static Salvage of(LogInput in, LogHeader header, ChainMac chain) throws IOException {
    Salvage salvage = new Salvage(in, header, chain);
    salvage.read();
    return salvage;
  }

  SalvagedRecords records() {
    return records;
  }

  /** What is wrong and where, in the order of the file, without content. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  private void read() throws IOException {
    while (at < contentEnd) {
      Optional<Frame> frame = Frame.read(in, at);
      if (frame.isPresent()) {
        OpenLog.requireKnown(in.file(), at, frame.get().head());
        take(frame.get());
      } else if (!takeWithLostEdge() && !takeWithDamagedHead()) {
        Optional<Long> next = TailJudge.nextSound(in, at + 1);
        if (next.isEmpty() && !TailJudge.judge(in, at).isDamaged()) {
          find("an append that was not finished");
          return;
        }
        lose("nothing that can be read");
        at = next.orElse(contentEnd);
      }
    }
  }

  private void take(Frame frame) throws IOException {
    if (frame.head().sequence() <= highestSequence) {
      // Its MAC may be true, for it was once written: an old frame that was put here again.
      lose("a frame that is older than those before it");
      doubt(frame);
      return;
    }
    Optional<byte[]> expected = chain.ofFrame(lastMac, frame);
    if (expected.isPresent() && differences(expected.get(), frame.mac()) <= 1) {
      // With one byte of 16 wrong it is damage: nobody comes that close to a MAC by forging.
      if (!frame.isBodySound() || differences(expected.get(), frame.mac()) > 0) {
        find("a frame with a damaged value or checksum");
      }
      accept(frame, NO_CHANGE, expected.get());
    } else if (!takeWithLostEdge() && !takeWithDamagedByte(frame)) {
      lose("a frame that was altered, or does not belong there");
      takeBehindLoss(frame);
    }
  }

  private boolean takeWithLostEdge() throws IOException {
    Optional<Frame> restored = LostEdge.restore(in, at, chain, lastMac)
        .filter(frame -> frame.head().sequence() > highestSequence);
    restored.ifPresent(frame -> {
      find("a frame that lacks its first or last bytes, which are known");
      accept(frame, NO_CHANGE, frame.mac());
    });
    return restored.isPresent();
  }

  private boolean takeWithDamagedByte(Frame frame) {
    return !frame.isBodySound()
        && SingleByteError.find(frame.body().length, frame.syndrome(), (position, difference) -> {
          Frame mended = frame.withBodyByte(position, difference);
          if (!chain.continues(lastMac, mended)) {
            return false;
          }
          find("a frame with a damaged byte");
          int hit = mended.batch().map(batch -> batch.changeAt(position)).orElse(NO_CHANGE);
          accept(mended, hit, mended.mac());
          return true;
        });
  }

  /** What a frame's head said is known, where its body and MAC are there: they prove it. */
  private boolean takeWithDamagedHead() throws IOException {
    if (lastSequence < highestSequence) {
      return false; // Behind an old frame that was put here again.
    }
    long next = TailJudge.nextSound(in, at + 1).orElse(contentEnd);
    // The MAC of the last frame may end in zeros, as what lies behind it does.
    long longest = next == contentEnd ? Math.min(in.length(), next + ChainMac.LENGTH) : next;
    for (long end = next; end <= longest; end++) {
      long length = end - at;
      long body = length - FrameHead.LENGTH - Checksum.LENGTH - ChainMac.LENGTH;
      if (body >= 0 && body <= FrameHead.MAX_BODY) {
        FrameHead head = new FrameHead((int) body, FrameHead.BATCH, 0, lastSequence + 1);
        Frame frame = Frame.of(head, in.bytes(at, (int) length));
        if (chain.continues(lastMac, frame)) {
          find("a frame with a damaged head");
          accept(frame, NO_CHANGE, frame.mac());
          return true;
        }
      }
    }
    return false;
  }

  private void accept(Frame frame, int damaged, byte[] mac) {
    frame.batch().ifPresent(batch -> records.apply(batch.changes(), damaged));
    highestSequence = frame.head().sequence();
    moveBehind(frame, mac);
  }

  private void takeBehindLoss(Frame frame) throws IOException {
    // If the frame before it kept its MAC, this one can prove that it is in its place.
    byte[] before = in.bytes(at - ChainMac.LENGTH, ChainMac.LENGTH);
    if (chain.continues(before, frame)) {
      accept(frame, NO_CHANGE, frame.mac());
      return;
    }
    doubt(frame);
  }

  private void doubt(Frame frame) throws IOException {
    frame.batch().ifPresent(batch -> records.doubt(batch.changes()));
    long next = TailJudge.nextSound(in, at + 1).orElse(contentEnd);
    if (next < at + frame.length()) {
      at = next; // Bytes are missing, and the frame's length reaches into the next one.
    } else {
      moveBehind(frame, frame.mac());
    }
  }

  private void moveBehind(Frame frame, byte[] mac) {
    at += frame.length();
    lastMac = mac;
    lastSequence = frame.head().sequence();
  }

  private void lose(String what) {
    find(what + "; what it changed is not known");
    records.lose();
  }

  private void find(String what) {
    findings.add("at offset " + at + ": " + what);
  }

  private static int differences(byte[] a, byte[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }
}
