import CommandLineFront
import HASP
import VerdictText

extension LibraryError {
    var text: String {
        switch self {
        case .file(let error): error.text
        case .changeableByOthers(let path):
            "\(path) is not loaded, as others than root and this user can change it or its folder"
        case .notLoaded(let path, let reason): "\(path) cannot be loaded: \(reason)"
        case .callMissing(let path, let call):
            "\(path) is no HASP API library, as it has no \(call.rawValue)"
        case .vendorCode(let error): "the vendor code cannot be used: \(error.text)"
        case .failed(let failure): failure.text
        case .malformed(let call): "the publisher's library gave no sense for \(call.rawValue)"
        case .silent: "the publisher's library does not come back"
        }
    }
}

extension HASPFailure {
    var text: String {
        let number = "\(call.rawValue) gave \(code)"
        return switch meaning {
        case .done: number
        case .absent: "the publisher's library does not find the key (\(number))"
        case .forbidden: "the key does not work here for this user (\(number))"
        case .disturbed: "the key or its run-time does not answer now (\(number))"
        case .runtime: "the maker's run-time is missing or too old (\(number))"
        case .wrongLibrary:
            "the vendor code or the library is not the one for these keys (\(number))"
        case .unsupported: "the key cannot do this (\(number))"
        case .copied: "the key is a copy (\(number))"
        case .unexpected: "the publisher's library failed (\(number))"
        }
    }
}
