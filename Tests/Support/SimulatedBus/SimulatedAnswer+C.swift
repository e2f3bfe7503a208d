import CSimulatedBus
import SimulatedDevices

extension SimulatedAnswer {
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
