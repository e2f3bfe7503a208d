package import FileSystem
import Glibc

extension FileError: ExplainedError {
    package var text: String {
        switch self {
        case .failed(let operation, let path, let code):
            "\(path): cannot \(operation.rawValue): \(String(cString: strerror(code)))"
        case .tooLarge(let path, let limit):
            "\(path): larger than \(limit) bytes, the most that such a file may have"
        case .notAFile(let path): "\(path): not a plain file"
        }
    }
}
