import CommandLineFront
import FIDO2
import Foundation
import VerdictText

extension FIDO2Error: ExplainedError {
    package var text: String {
        switch self {
        case .openFailed(let code): "the key cannot be opened: \(String(cString: strerror(code)))"
        case .busy: "another program uses the key, or waits for a touch"
        case .gone: "the key was pulled out"
        case .silent: "the key does not answer"
        case .noCredential: "the key made none of the credentials"
        case .pin(.required): "the key wants its PIN"
        case .pin(.wrong): "this is not the key's PIN"
        case .pin(.blocked):
            "too many wrong PINs: plug the key in again, or see its maker's advice if that is not "
                + "enough"
        case .excluded: "the key is one of those that were excluded"
        case .untouched: "nobody touched the key in time"
        case .predecessor: "the key knows U2F alone, the predecessor of FIDO2"
        case .refused(let code): "the key refused with the code \(code)"
        case .malformed: "the key's answer is malformed"
        }
    }
}
