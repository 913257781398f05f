package io.kafkavertx.testkit.broker;

import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/**
 * Says in one line each which jar comes down from where; POMs and checksums are too many to be
 * worth a line.
 */
final class DownloadNotes extends AbstractTransferListener {
  private final Consumer<String> progress;

  DownloadNotes(Consumer<String> progress) {
    this.progress = progress;
  }

  @Override
  public void transferSucceeded(TransferEvent event) {
    String name = name(event);
    if (name.endsWith(".jar")) {
      progress.accept(
          String.format(
              "downloaded %s (%.1f MB) from %s",
              name, event.getTransferredBytes() / 1e6, event.getResource().getRepositoryId()));
    }
  }

  private static String name(TransferEvent event) {
    String resource = event.getResource().getResourceName();
    return resource.substring(resource.lastIndexOf('/') + 1);
  }
}
