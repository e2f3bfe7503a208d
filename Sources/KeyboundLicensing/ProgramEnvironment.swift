import CGlibcExtensions

/// The environment of the program, as far as it is believed: a program with more rights than its user has none.
enum ProgramEnvironment {
    static func read(_ names: [String]) -> [String: String] {
        let values = names.compactMap { name in
            unsafe secure_environment(name).map { (name, unsafe String(cString: $0)) }
        }
        return Dictionary(values) { first, _ in first }
    }
}
