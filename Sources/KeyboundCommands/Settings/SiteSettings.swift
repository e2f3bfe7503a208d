import AgentProtocol
import CommandLineFront
import Configuration
import FileSystem
import Foundation
import HardwareKeys
import KeyAgent
import LicenseStore
import Logging
import PlainHTTP
import SystemInspection
import SystemPackage
import VerdictText

/// All settings of this computer: flags over the environment over the file.
struct SiteSettings {
    let file: SettingsFile
    private(set) var values: [Setting: SettingValue] = [:]

    /// - Parameters:
    ///   - named: the settings file; nothing for the standard one.
    ///   - arguments: what stands on the command line.
    init(file named: String?, arguments: [Setting: String] = [:]) async throws {
        file = try SettingsFile(named)
        let environment = CommandContext.current.environment
        let flags = arguments.map { name, value in
            (AbsoluteConfigKey([name.rawValue]), ConfigValue(.string(value), isSecret: false))
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
        var sources: [(origin: (Setting) -> SettingValue.Origin, reader: ConfigReader)] = [
            (
                { _ in .argument },
                ConfigReader(
                    provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: flags)))
            ),
            (
                { .environment(variable: $0.variable) },
                ConfigReader(provider: variables.prefixKeys(with: "keybound"))
            ),
        ]
        if file.hasSettings {
            let stored = try await FileProvider<YAMLSnapshot>(filePath: FilePath(file.path))
            let path = file.path
            sources.append(({ _ in .file(path) }, ConfigReader(provider: stored)))
        }
        for setting in Setting.allCases {
            let found = sources.lazy.compactMap { source in
                source.reader.string(forKey: ConfigKey(setting.rawValue))
                    .map { SettingValue(text: $0, origin: source.origin(setting)) }
            }.first { !$0.text.isEmpty }
            values[setting] =
                found
                ?? Self.builtIn(setting).map { SettingValue(text: $0, origin: .builtIn) }
        }
    }

    /// Without one, the group is that of the process.
    private static func builtIn(_ setting: Setting) -> String? {
        switch setting {
        case .socket: AgentPath.standardSocket
        case .group:
            SystemInspection().groups().contains { $0.name == "keybound" } ? "keybound" : nil
        case .stateDir: StoreLocation.system.path
        case .debounce: "5s"
        case .renewal: "10m"
        case .logLevel: "info"
        case .catalog: KeyCatalog.standardFile
        case .sentinel: SiteSentinels.standardFile
        case .rules: "/etc/keybound/rules.yaml"
        case .listen, .tlsCertificate, .tlsKey, .clientRoots, .servers, .serverRoots: nil
        }
    }
}

extension SiteSettings {
    /// The settings as the agent takes them; the first that is wrong is told.
    func agent() throws(CommandFailure) -> AgentSettings {
        let socket = try required(.socket) { text in
            text.utf8.count <= UnixSocketPath.mostBytes - 4 ? UnixSocketPath(text) : nil
        }
        let group = try optional(.group) { name in
            SystemInspection().groups().first { $0.name == name }?.number
        }
        let detector = KeyDetector(
            catalog: .site(try optional(.catalog, absolute), isNamed: isNamed(.catalog)),
            ports: SitePorts.current,
            sentinels: SiteSentinels.register(
                try optional(.sentinel, absolute), isNamed: isNamed(.sentinel)))
        let folder = Folder(try required(.stateDir, absolute))
        var settings = AgentSettings(
            socket: socket, group: group, store: StoreLocation.agentStore(in: folder),
            detector: detector)
        settings.debounce = try required(.debounce) { duration($0, .zero ... .seconds(60)) }
        settings.renewal = try required(.renewal) {
            duration($0, .seconds(10) ... .seconds(600))
        }
        return settings
    }

    func logLevel() throws(CommandFailure) -> Logger.Level {
        try required(.logLevel) { text in
            ["debug", "info", "warning", "error"].contains(text)
                ? Logger.Level(rawValue: text) : nil
        }
    }

    func isNamed(_ setting: Setting) -> Bool { values[setting]?.origin != .builtIn }

    func required<Value>(
        _ setting: Setting, _ convert: (String) -> Value?
    ) throws(CommandFailure) -> Value {
        guard let value = try optional(setting, convert) else {
            throw CommandFailure("\(setting.rawValue) is not set: expected \(setting.expected)")
        }
        return value
    }

    func optional<Value>(
        _ setting: Setting, _ convert: (String) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let value = values[setting] else { return nil }
        guard let converted = convert(value.text) else {
            throw CommandFailure(
                "\(setting.rawValue), by \(value.origin.text): expected \(setting.expected), "
                    + "found \(value.text)")
        }
        return converted
    }

    func absolute(_ text: String) -> String? { text.hasPrefix("/") ? text : nil }

    private func duration(_ text: String, _ range: ClosedRange<Duration>) -> Duration? {
        Duration(text: text).flatMap { range.contains($0) ? $0 : nil }
    }
}
