/// A value with the place that it comes from.
struct SettingValue: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        case argument
        case environment(variable: String)
        case file(String)
        case builtIn
    }

    let text: String
    let origin: Origin
}

extension SettingValue.Origin {
    var text: String {
        switch self {
        case .argument: "the command line"
        case .environment(let variable): variable
        case .file(let path): path
        case .builtIn: "the default"
        }
    }
}
