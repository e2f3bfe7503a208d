import Foundation
import Programs
import Testing

/// Modules import what the manifest says they depend on, and nothing else: so the layers hold.
struct LayerTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What every module may import.
    private static let system: Set<String> = [
        "Swift", "Synchronization", "Dispatch", "Foundation", "FoundationEssentials", "Glibc",
        "Testing",
    ]

    struct Manifest: Decodable {
        struct Target: Decodable {
            struct Dependency: Decodable {
                let byName: [String?]?
                let product: [ProductPart]?

                var name: String? {
                    byName?.first.flatMap(\.self) ?? product?.compactMap(\.name).first
                }
            }

            /// The first element names the product; the others are of no interest here.
            struct ProductPart: Decodable {
                let name: String?

                init(from decoder: any Decoder) throws {
                    name = try? decoder.singleValueContainer().decode(String.self)
                }
            }

            let name: String
            let path: String?
            let type: String
            let dependencies: [Dependency]

            var folder: String {
                path ?? (type == "test" ? "Tests/" : "Sources/") + name
            }
        }

        let targets: [Target]
    }

    private static func manifest() async throws -> Manifest {
        let environment = ProcessInfo.processInfo.environment.filter { $0.key != "LD_PRELOAD" }
        let result = try await Program("/usr/bin/env", environment: environment)
            .run(["swift", "package", "dump-package", "--package-path", root.path])
        return try JSONDecoder().decode(Manifest.self, from: Data(result.output.utf8))
    }

    private static func imports(below folder: String) throws -> [(file: String, module: String)] {
        let base = root.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: base.path)
        return try names.filter { $0.hasSuffix(".swift") }.flatMap { name in
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            return text.matches(of: /(?m)^(?:@\w+ )?(?:package |public |private )?import (\w+)/)
                .map { ("\(folder)/\(name)", String($0.1)) }
        }
    }

    @Test func `every import is a declared dependency`() async throws {
        let targets = try await Self.manifest().targets.filter { $0.type != "system" }
        #expect(targets.count > 15)
        for target in targets {
            let allowed = Set(target.dependencies.compactMap(\.name)).union(Self.system)
            for (file, module) in try Self.imports(below: target.folder) {
                #expect(allowed.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test func `every declared dependency is imported`() async throws {
        for target in try await Self.manifest().targets where !["system"].contains(target.type) {
            let imported = Set(try Self.imports(below: target.folder).map(\.module))
            guard !imported.isEmpty else { continue }
            for name in target.dependencies.compactMap(\.name) {
                #expect(imported.contains(name), "\(target.name) declares \(name)")
            }
        }
    }

    @Test func `libusb is known to the USB layer alone`() async throws {
        let users = try Self.imports(below: "Sources").filter { $0.module == "CLibUSB" }
        #expect(!users.isEmpty)
        #expect(users.allSatisfy { $0.file.hasPrefix("Sources/USBBus/") })
    }

    @Test func `the rules do no input or output, and ask no clock`() async throws {
        let base = Self.root.appending(path: "Sources/LicenseBinding")
        let names = try FileManager.default.subpathsOfDirectory(atPath: base.path)
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            for word in ["Glibc", "Date()", "Date.now", "FileManager", "Thread", "Task {"] {
                #expect(!text.contains(word), "\(name) has \(word)")
            }
        }
    }

    @Test func `modules that the C library needs do without all of Foundation`() async throws {
        let modules = [
            "FileSystem", "HardwareKeys", "LicenseBinding", "LicenseStore", "MachineIdentity",
            "SystemInspection", "USBBus",
        ]
        for module in modules {
            for (file, name) in try Self.imports(below: "Sources/" + module) {
                #expect(name != "Foundation", "\(file)")
            }
        }
    }
}
