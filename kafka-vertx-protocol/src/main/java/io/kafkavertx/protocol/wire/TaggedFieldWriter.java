package io.kafkavertx.protocol.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the tagged fields of one structure, then writes them in the order of their tags. */
public final class TaggedFieldWriter {
  private final List<TaggedField> unknown;
  private List<Known> known;

  /** Starts with the fields that the schema does not know. */
  public TaggedFieldWriter(List<TaggedField> unknown) {
    this.unknown = unknown;
  }

  /** A writer for the value of the field {@code tag}. */
  public WireWriter field(int tag) {
    if (known == null) {
      known = new ArrayList<>();
    }
    Known field = new Known(tag, new WireWriter(64));
    known.add(field);
    return field.value();
  }

  /** Writes the section: how many fields, then each of them. */
  public void writeTo(WireWriter out) {
    if (known == null) {
      out.writeTaggedFields(unknown);
      return;
    }
    List<TaggedField> all = new ArrayList<>(unknown);
    for (Known field : known) {
      all.add(new TaggedField(field.tag(), ByteSlice.of(field.value().toByteArray())));
    }
    all.sort(Comparator.comparingInt(TaggedField::tag));
    out.writeTaggedFields(all);
  }

  private record Known(int tag, WireWriter value) {}
}
