import ArgumentParser
import VerdictText

extension Duration {
    /// Reads an argument such as `90s`, `15m`, `12h` or `3d`.
    package static func argument(_ text: String) throws -> Duration {
        guard let duration = Duration(text: text) else {
            throw ValidationError("\(text) is no duration such as 90s, 15m, 12h or 3d")
        }
        return duration
    }
}
