// For JShell: the protocol layer at hand. See docs/protocol-by-hand.md.
import io.kafkavertx.*
import io.kafkavertx.protocol.*
import io.kafkavertx.protocol.message.*
import io.kafkavertx.protocol.record.*
import io.kafkavertx.protocol.wire.*
import io.kafkavertx.protocol.wire.ProtocolException
import io.kafkavertx.spi.Header
import static io.kafkavertx.cli.byhand.ByHand.*
