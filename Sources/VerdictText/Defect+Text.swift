package import LicenseBinding

extension Defect: ExplainedError {
    package var text: String {
        switch self {
        case .empty: "the file is empty"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .notOneLine: "more than one line"
        case .segments(let found): "\(found) segments instead of 3"
        case .encoding(let segment): "segment \(segment) is not base64url in its one spelling"
        case .json(let error): error.text
        case .type(let expected, let found):
            "type \(found.map { "\"\($0)\"" } ?? "missing") instead of \"\(expected)\""
        case .critical(let names):
            "it demands extensions that are not known: \(names.joined(separator: ", "))"
        case .claim(let name, let expected):
            "\(name.isEmpty ? "the document" : name) must be \(expected)"
        }
    }
}

extension JSONError: ExplainedError {
    package var text: String {
        switch self {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte(let place): "not JSON at byte \(place)"
        case .duplicateMember(let name): "the member \"\(name)\" stands twice"
        case .invalidString(let place): "a string that is not allowed at byte \(place)"
        case .invalidNumber(let place): "a number that is not JSON at byte \(place)"
        case .tooDeep(let place): "nested too deep at byte \(place)"
        }
    }
}
