import CSimulatedBus

/// What a simulated device does on a control transfer.
package enum SimulatedAnswer: Sendable {
    /// These bytes, cut to the length asked for; on a transfer to the device, takes it whole.
    case bytes([UInt8])
    case stall
    /// Nothing, until the other side gives up.
    case silence

    var code: simulated_answer {
        switch self {
        case .bytes: simulated_answer_bytes
        case .stall: simulated_answer_stall
        case .silence: simulated_answer_silence
        }
    }

    var bytes: [UInt8] {
        if case .bytes(let bytes) = self { bytes } else { [] }
    }
}
