package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a path lies on another machine, whose locks, syncs and mapped memory may not be
 * what a log rests on. By the name that the system gives the file system, so that not all are
 * known.
 */
final class NetworkFileSystems {

  private static final Set<String> TYPES = Set.of(
      "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbfs2", "afpfs", "afs",
      "ncpfs", "9p", "v9fs", "ceph", "lustre", "gpfs", "ocfs2", "gfs", "gfs2", "beegfs", "davfs",
      "webdav", "vboxsf", "vmhgfs", "prl_fs");

  /** What follows {@code fuse.}, of file systems that programs bring along. */
  private static final Set<String> FUSE_TYPES = Set.of(
      "sshfs",
      "glusterfs",
      "ceph",
      "cephfs",
      "davfs",
      "davfs2",
      "s3fs",
      "gcsfuse",
      "goofys",
      "rclone",
      "juicefs",
      "vmhgfs-fuse",
      "moosefs",
      "mfs",
      "blobfuse",
      "blobfuse2");

  private static final String FUSE = "fuse.";

  private NetworkFileSystems() {}

  /**
   * The name of the file system that {@code path}, or what of it is there, lies on, if it is one.
   */
  static Optional<String> of(Path path) throws IOException {
    Path there = path.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    // Windows calls a share by the file system that lies behind it.
    if (there.toRealPath().toString().startsWith("\\\\")) {
      return Optional.of("a share");
    }
    return Optional.of(Files.getFileStore(there).type()).filter(NetworkFileSystems::isOne);
  }

  static boolean isOne(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(name)
        || (name.startsWith(FUSE) && FUSE_TYPES.contains(name.substring(FUSE.length())));
  }
}
