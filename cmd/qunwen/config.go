package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

const defaultZone = "Asia/Shanghai"

// A config is the configuration file. Paths in it are relative to its folder.
type config struct {
	Site     string            `yaml:"site"`
	Data     string            `yaml:"data"`
	BaseURL  string            `yaml:"base_url"`
	TimeZone string            `yaml:"time_zone"`
	Rooms    map[string]string `yaml:"rooms"` // folder name to the name that people know
}

// readConfig reads a configuration file. An unknown key is an error.
func readConfig(path string) (config, error) {
	f, err := os.Open(path)
	if err != nil {
		return config{}, fmt.Errorf("配置文件：%w", err)
	}
	defer f.Close()
	c := config{TimeZone: defaultZone}
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return config{}, fmt.Errorf("配置文件 %s：%w", path, err)
	}
	for _, p := range []*string{&c.Site, &c.Data} {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(filepath.Dir(path), *p)
		}
	}
	return c, nil
}
