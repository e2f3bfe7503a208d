import HASP
import HardwareKeys

extension SentinelProblem {
    var text: String {
        switch self {
        case .runtime(let error, let address): error.text(at: address)
        case .library(let error): error.text
        case .check(.passed): "it passed its check"
        case .check(.failed(let failure)): failure.text
        case .check(.wrong(let call)): "its engine gave a wrong answer to \(call.rawValue)"
        case .untold(0, _): "the run-time knows no key in this computer"
        case .untold(let told, let plugged):
            "plugged in: \(plugged), told by the run-time: \(told)"
        case .crowded(let told, let plugged):
            "told by the run-time: \(told), plugged in: \(plugged); one was pulled a moment ago, or is "
                + "where the USB bus of this computer does not show it"
        case .doubtful: "it may be the one that was pulled"
        }
    }
}
