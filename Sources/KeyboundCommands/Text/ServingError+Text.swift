import Foundation
import KeyAgent
import VerdictText

extension ServingError: ExplainedError {
    package var text: String {
        switch self {
        case .taken(let path):
            return "another daemon listens at \(path): systemctl status keybound"
        case .socket(let path, let step, let code):
            return
                "the socket \(path) cannot be made, \(step.text): \(String(cString: strerror(code)))"
        case .handedOver:
            return
                "expected one Unix socket that listens from the service manager, as keybound.socket has it"
        }
    }
}

extension ServingError.SocketStep {
    fileprivate var text: String {
        switch self {
        case .folder: "as its folder is not there"
        case .lock: "at its lock"
        case .create: "at its creation"
        case .mode: "at its mode"
        case .group: "at its group"
        case .listen: "at listening"
        case .place: "at putting it in its place"
        }
    }
}
