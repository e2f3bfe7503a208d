import HTTPListening
import NIOCore
import NIOSSL
import SeatAllocation

/// Who has connected over the network.
struct SeatVisitor: ConnectionPeer {
    /// An IPv4 address, or the network of an IPv6 one, whose owner has all addresses in it.
    let owner: [UInt8]
    let address: SeatAddress?
    /// Whether it comes from this computer.
    let isLocal: Bool

    init(of channel: any Channel) {
        let text = channel.remoteAddress?.ipAddress ?? ""
        address = SeatAddress(text: text)
        let bytes = address?.bytes ?? []
        owner = bytes.count == 16 ? Array(bytes.prefix(8)) : bytes
        isLocal =
            bytes.first == 127 && bytes.count == 4
            || bytes == [UInt8](repeating: 0, count: 15) + [1]
    }
}
